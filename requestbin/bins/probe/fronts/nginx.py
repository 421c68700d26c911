"""nginx: how it shows itself, and the directives that make it pass requests on as they are.

Each line was tried with nginx 1.22 (docs/operations.md). Sources: nginx.org/en/docs/http/
ngx_http_core_module.html, ngx_http_proxy_module.html and websocket.html.
"""

from __future__ import annotations

from requestbin.bins.probe.fronts.front import Front, Mend

HTTP = "nginx, in `http` (in `server` it counts only in the default one of the address):"
SERVER = "nginx, in `server`:"
LOCATION = "nginx, in `location`, beside `proxy_pass`:"

_NO_URI = Mend(
    "nginx, without a path after the port, so that it passes the target on untouched:",
    "proxy_pass http://127.0.0.1:{port};",
)
_BUFFERS = Mend(HTTP, "large_client_header_buffers 8 64k;")
_FORWARDED = Mend(LOCATION, "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;")
_PROTO = Mend(LOCATION, "proxy_set_header X-Forwarded-Proto $scheme;")
_HOST = Mend(LOCATION, "proxy_set_header Host $http_host;")
_UPGRADE = (
    "proxy_http_version 1.1;\n"
    "proxy_set_header Upgrade $http_upgrade;\n"
    "proxy_set_header Connection $connection_upgrade;"
)

NGINX = Front(
    "nginx",
    answers=(("Server", "nginx"), ("Server", "openresty")),
    mends={
        "underscore": Mend(HTTP, "underscores_in_headers on;\nignore_invalid_headers off;"),
        "slashes": _NO_URI,
        "decoded": _NO_URI,
        "recoded": _NO_URI,
        "dots": _NO_URI,
        "target": _NO_URI,
        "host": _HOST,
        "page_host": _HOST,
        "http10": Mend(LOCATION, 'proxy_http_version 1.1;\nproxy_set_header Connection "";'),
        "negotiated": Mend(LOCATION, "proxy_set_header Accept-Encoding $http_accept_encoding;"),
        "long_header": _BUFFERS,
        "long_target": _BUFFERS,
        "too_large": Mend(SERVER, "client_max_body_size {mebibytes}m;"),
        "spoofed_open": _FORWARDED,
        "unforwarded": _FORWARDED,
        "cdn_address": _FORWARDED,
        "scheme_unforwarded": _PROTO,
        "spoofed_scheme": _PROTO,
        "scheme_replaced": Mend(
            "nginx, where it stands behind a proxy that ends TLS, in `location`:",
            "proxy_set_header X-Forwarded-Proto $http_x_forwarded_proto;",
        ),
        "sockets": Mend(
            "nginx, the `map` in `http`, the rest in `location`, beside `proxy_pass`:",
            "map $http_upgrade $connection_upgrade { default upgrade; '' ''; }\n" + _UPGRADE,
        ),
        "password": Mend(
            "nginx, beside the `location` that asks for it:",
            "location /in/ { auth_basic off; proxy_pass http://127.0.0.1:{port}; }",
        ),
        "nothing_behind": Mend("nginx, in `location`:", "proxy_pass http://127.0.0.1:{port};"),
    },
)
