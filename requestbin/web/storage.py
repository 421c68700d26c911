"""Hashed names for ES modules too; else what they import would outlive an upgrade in caches."""

from __future__ import annotations

from whitenoise.storage import (  # type: ignore[import-untyped]
    CompressedManifestStaticFilesStorage,
)


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Rewrites `import ... from "./x.js"` to the hashed name, as it does `url()` in CSS."""

    support_js_module_import_aggregation = True
