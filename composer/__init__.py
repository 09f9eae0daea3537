"""Thread Composer: long-form writing into threads that their author will stand by."""

__version__ = "0.1.0"
