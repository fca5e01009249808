# Vọng Gác as an image: built with Node's image, run on Debian slim by an unprivileged user. No secret is baked in:
# passwords come as files (VONGGAC_SMTP__PASSWORD_FILE). How to start it: config/compose.yaml.

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
ENV CI=true
# Alone, so that a change of the sources does not fetch everything again.
COPY package.json package-lock.json ./
RUN npm ci --include=dev --no-audit --no-fund
COPY tsconfig.json ./
COPY bin ./bin
COPY src ./src
RUN bin/setup build && npm prune --omit=dev --no-audit --no-fund

FROM debian:bookworm-slim
# The browser and the fonts come from Debian and with its security updates; Noto, because without it Vietnamese and CJK
# turn to boxes and every picture changes the day it appears. tini reaps what a killed browser leaves behind.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      ca-certificates chromium-headless-shell fontconfig fonts-noto-cjk fonts-noto-core tini tzdata \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --gid 10001 vonggac \
 && useradd --uid 10001 --gid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin vonggac \
 && install -d -o vonggac -g vonggac -m 0700 /data

COPY --from=build /usr/local/bin/node /usr/local/bin/node
WORKDIR /app
COPY package.json LICENSE ./
COPY bin/setup bin/supervise bin/vonggac ./bin/
COPY config ./config
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
RUN ln -s /app/bin/vonggac /usr/local/bin/vonggac

# The dashboard listens on loopback until somebody has an account (`vonggac user add`); config/compose.yaml says how.
ENV NODE_ENV=production \
    HOME=/tmp \
    VONGGAC_DATA_DIR=/data
USER vonggac
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["tini", "--", "vonggac"]
CMD ["run"]
