# The one image of web, worker, beat and migrate; what it does is said by the command (docker-compose.yml).
FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin plan \
 && install -d -o plan -g plan -m 0700 /data

WORKDIR /app
COPY requirements.txt .
RUN pip install --require-hashes -r requirements.txt
COPY . .
# Static files belong to the image: every container serves the same ones, and none of them needs to write.
ENV DATA_DIR=/data STATIC_ROOT=/app/staticfiles
RUN python -c "from pathlib import Path; from config.launcher.messages import compile_messages; compile_messages(Path('locale'))" \
 && BUILDING=1 python manage.py collectstatic --no-input --verbosity 0

USER plan
VOLUME /data
EXPOSE 8000
CMD ["granian", "--interface", "rsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--http", "1", "--no-ws", \
     "--backpressure", "2048", "--respawn-failed-workers", "--workers-kill-timeout", "10", "config.front:application"]
