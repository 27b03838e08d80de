# One image for every part of docker-compose.yml: Airflow's processes, the wall and the pages, the sandbox.
# The environment comes from the same lock, with hashes, as on a machine without containers. Where packages come from
# is the builder's pip and uv configuration. No secret is in it; the process that serves the screens sees no key file.
FROM python:3.12-slim-bookworm

ENV PATH="/opt/ioc/.venv/bin:${PATH}" \
    PYTHONUNBUFFERED=1 \
    PYTHONPATH=/opt/ioc \
    IOC_HOME=/var/lib/ioc \
    IOC_KEY_FILE=/var/lib/ioc-keys/keys.json \
    AIRFLOW_HOME=/var/lib/ioc-airflow

RUN useradd --system --uid 10001 --no-create-home --home-dir /var/lib/ioc ioc \
    && install --directory --owner ioc --mode 0750 /var/lib/ioc /var/lib/ioc-airflow \
    && install --directory --owner ioc --mode 0700 /var/lib/ioc-keys

WORKDIR /opt/ioc
COPY requirements-setup.lock requirements.lock ./
RUN python -m venv .venv \
    && .venv/bin/pip install --no-cache-dir --require-hashes -r requirements-setup.lock \
    && .venv/bin/uv pip install --no-cache --python .venv/bin/python --require-hashes --compile-bytecode \
        -r requirements.lock

COPY . .
RUN .venv/bin/uv pip install --no-cache --python .venv/bin/python --no-deps --no-build-isolation \
        --config-settings editable_mode=compat --editable . \
    && .venv/bin/python -m compileall -q config connectors dags dashboards ioc sandbox warehouse

USER 10001
EXPOSE 8050 8051 8052 8080
ENTRYPOINT []
CMD ["ioc", "status"]
