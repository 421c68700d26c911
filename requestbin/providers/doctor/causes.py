"""What can be wrong with a signed request, as one list that pages, the API and tests share."""

from __future__ import annotations

from enum import StrEnum


class Cause(StrEnum):
    """What was found. All but the last two groups were reproduced: with that one change undone,
    the signature matches."""

    GENUINE = "genuine"
    LATE = "late"
    AHEAD = "ahead"
    """Signed at a time that has not come yet."""
    INCOMPLETE = "incomplete"
    """Genuine, and without a header that the provider always sends."""

    OTHER_SECRET = "other_secret"  # noqa: S105 - a cause, as are those below
    SECRET_SPACES = "secret_spaces"  # noqa: S105
    SECRET_QUOTED = "secret_quoted"  # noqa: S105
    SECRET_ENDS = "secret_ends"  # noqa: S105
    """The signer's secret ends with a newline."""
    SECRET_PREFIX = "secret_prefix"  # noqa: S105
    SECRET_DECODED = "secret_decoded"  # noqa: S105
    SECRET_CASE = "secret_case"  # noqa: S105
    SECRET_ESCAPED = "secret_escaped"  # noqa: S105
    SECRET_BLANK = "secret_blank"  # noqa: S105
    """An empty text, or a word like `undefined` that stands for none."""
    SECRET_KNOWN = "secret_known"  # noqa: S105
    """A secret of the provider that is no secret: for its tests."""

    NEWLINE_ADDED = "newline_added"
    NEWLINE_REMOVED = "newline_removed"
    LINE_ENDS = "line_ends"
    BOM = "bom"
    WHITESPACE = "whitespace"
    BODY_EMPTY = "body_empty"
    APPENDED = "appended"
    COMPRESSION = "compression"
    CHARSET = "charset"
    REDUMPED = "redumped"
    """JSON, parsed and written again."""
    RESORTED = "resorted"
    RENUMBERED = "renumbered"
    REENCODED = "reencoded"
    """A form, parsed and written again."""
    CONVERTED = "converted"
    """What an app made of the body before it signed: an object, a quoted text, base64."""

    URL_SCHEME = "url_scheme"
    URL_HOST = "url_host"
    URL_PORT = "url_port"
    URL_PATH = "url_path"
    URL_SLASH = "url_slash"
    URL_QUERY = "url_query"

    TIME_UNIT = "time_unit"
    TIME_CHANGED = "time_changed"

    OTHER_SCHEME = "other_scheme"
    OTHER_HEADER = "other_header"
    OTHER_PROVIDER = "other_provider"
    ALGORITHM = "algorithm"
    ENCODING = "encoding"
    PREFIX = "prefix"
    LETTER_CASE = "letter_case"
    TRUNCATED = "truncated"
    TEMPLATE = "template"
    """Other parts are signed, or in another order."""
    COMPARISON = "comparison"
    """The app computes the right signature, and refuses it."""

    UNSIGNED = "unsigned"
    NEVER_SIGNED = "never_signed"
    NO_SECRET = "no_secret"  # noqa: S105
    MALFORMED = "malformed"

    UNKNOWN = "unknown"
