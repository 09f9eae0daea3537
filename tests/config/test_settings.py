"""Settings: five places a value can come from, and one sentence for each that does not fit."""

from pathlib import Path

import pytest

from composer.config import Config, ConfigError, load, set_value
from composer.model import Profile


@pytest.fixture
def user_file(tmp_path: Path) -> Path:
    return tmp_path / "home" / "config.toml"


def loaded(user_file: Path, folder: Path, **environment: str) -> Config:
    return load(user_file=user_file, folder=folder, environment=environment)


def origin(config: Config, name: str) -> str:
    return next(value.origin for value in config.values() if value.name == name)


def test_without_any_file_the_rehearsal_network_is_the_account(user_file: Path, tmp_path: Path) -> None:
    config = loaded(user_file, tmp_path)
    assert config.settings.account == "rehearsal"
    assert origin(config, "account") == "default"


def test_what_was_set_is_read_back_and_comments_stay(user_file: Path, tmp_path: Path) -> None:
    user_file.parent.mkdir()
    user_file.write_text('# mine\nzone = "Europe/Paris"  # home\n')
    set_value(user_file, "style", "plain")
    config = loaded(user_file, tmp_path)
    assert (config.settings.style, config.settings.zone) == (Profile.PLAIN, "Europe/Paris")
    assert user_file.read_text().startswith('# mine\nzone = "Europe/Paris"  # home\n')


def test_environment_beats_project_beats_user(user_file: Path, tmp_path: Path) -> None:
    set_value(user_file, "account", "user")
    set_value(user_file, "zone", "Asia/Tokyo")
    set_value(user_file, "numbering", "1.")
    project = tmp_path / "talks"
    deep = project / "2026" / "autumn"
    deep.mkdir(parents=True)
    (project / "thread.toml").write_text('account = "project"\nzone = "Europe/Berlin"\n')
    config = loaded(user_file, deep, THREAD_ACCOUNT="environment")
    assert config.settings.account == "environment"
    assert config.settings.zone == "Europe/Berlin"
    assert config.settings.numbering == "1."
    assert "THREAD_ACCOUNT" in origin(config, "account")
    assert origin(config, "zone") == str(project / "thread.toml")
    assert origin(config, "numbering") == str(user_file)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('stile = "plain"', "style"),
        ('style = "loud"', "lively, plain"),
        ('zone = "Mars/Olympus"', "Europe/Paris"),
        ("rehearsal_port = 80", "1024"),
        ("rehearsal_port = true", "1024"),
        ("account = 7", "quotation marks"),
        ("account = ", "not valid TOML"),
        ("[accounts.x]\nmaximum = 20", "100000"),
        ("[accounts.x]\nlength = 280", "accounts.NAME.maximum"),
        ("accounts = 3", "[accounts.x]"),
    ],
)
def test_a_wrong_line_is_named_with_its_file_and_the_way_out(
    line: str, told: str, user_file: Path, tmp_path: Path
) -> None:
    user_file.parent.mkdir()
    user_file.write_text(line)
    with pytest.raises(ConfigError) as error:
        loaded(user_file, tmp_path)
    assert str(user_file) in str(error.value)
    assert told in str(error.value)


def test_a_settings_file_in_another_encoding_is_named(user_file: Path, tmp_path: Path) -> None:
    user_file.parent.mkdir()
    user_file.write_bytes('account = "J\u00f6rg"'.encode("latin-1"))
    with pytest.raises(ConfigError, match="UTF-8"):
        loaded(user_file, tmp_path)


def test_a_value_that_does_not_fit_changes_nothing(user_file: Path) -> None:
    set_value(user_file, "style", "plain")
    before = user_file.read_bytes()
    with pytest.raises(ConfigError):
        set_value(user_file, "style", "loud")
    assert user_file.read_bytes() == before


def test_an_account_may_have_a_longer_maximum_than_its_network(user_file: Path, tmp_path: Path) -> None:
    set_value(user_file, "style", "plain")
    set_value(user_file, "accounts.x.maximum", "25000")
    assert loaded(user_file, tmp_path).settings.accounts["x"].maximum == 25_000
    assert loaded(user_file, tmp_path).settings.style is Profile.PLAIN


@pytest.mark.parametrize("line", ['network = "x"', 'handle = "someone.else"'])
def test_a_folder_that_came_from_elsewhere_cannot_say_where_an_account_posts(
    line: str, user_file: Path, tmp_path: Path
) -> None:
    (tmp_path / "thread.toml").write_text(f"[accounts.work]\n{line}\n")
    with pytest.raises(ConfigError, match="only your own") as error:
        loaded(user_file, tmp_path)
    assert str(tmp_path / "thread.toml") in str(error.value)


def test_a_folder_may_say_how_long_the_posts_of_an_account_are(user_file: Path, tmp_path: Path) -> None:
    (tmp_path / "thread.toml").write_text("[accounts.work]\nmaximum = 25000\n")
    assert loaded(user_file, tmp_path).settings.accounts["work"].maximum == 25_000
