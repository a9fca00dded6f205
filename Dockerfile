# Two steps: the first has pip and its cache, the second only what runs. Any registry that Docker is set up with will do.
FROM python:3.13-slim AS packages
COPY requirements-prod.txt .
RUN python -m venv /venv && \
    /venv/bin/pip install --no-cache-dir --require-hashes --no-deps --only-binary :all: -r requirements-prod.txt

FROM python:3.13-slim
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=baubau_pembinaan.settings.prod \
    DATA_DIR=/data \
    STATIC_ROOT=/app/collected
RUN groupadd --gid 10001 app && useradd --uid 10001 --gid app --no-create-home app && install -d -o app -g app /data
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
# The values are placeholders of this one step; none of them stays in the image.
RUN export SECRET_KEY=$(python -c 'import secrets; print(secrets.token_urlsafe(64))') ALLOWED_HOSTS=build \
    SITE_URL=https://build.invalid DATABASE_URL=postgresql://build && \
    python manage.py compile_translations && python manage.py collectstatic --no-input
USER app
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "baubau_pembinaan.wsgi", "--bind", "0.0.0.0:8000", "--preload", "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--max-requests", "5000", "--max-requests-jitter", "500", "--worker-tmp-dir", "/tmp"]
