"""Questions in front of a screen: each closes with escape, and none of them throws text away."""
