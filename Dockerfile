# Two stages on the same Debian: the first installs the locked environment, the second runs it.
FROM debian:bookworm-slim AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates python3-venv \
    && rm -rf /var/lib/apt/lists/*
RUN python3 -m venv /opt/uv && /opt/uv/bin/pip install --no-cache-dir "uv>=0.8"
ENV UV_PYTHON_DOWNLOADS=never UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_NO_CACHE=1
WORKDIR /srv/assess
COPY pyproject.toml uv.lock README.md ./
RUN /opt/uv/bin/uv sync --locked --no-dev --no-install-project
COPY assess assess
COPY checklists checklists
COPY migrations migrations
COPY templates templates
RUN /opt/uv/bin/uv sync --locked --no-dev

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        ca-certificates libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 python3 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/assess --create-home --shell /usr/sbin/nologin assess
COPY --from=build /srv/assess /srv/assess
ENV PATH=/srv/assess/.venv/bin:$PATH ASSESS_DATA_PATH=/var/lib/assess PYTHONUNBUFFERED=1
WORKDIR /srv/assess
USER assess
VOLUME /var/lib/assess
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["assess", "serve", "--host", "0.0.0.0", "--port", "8000"]
