# syntax=docker/dockerfile:1
# The server with its console: `docker build -t crowsnest .`. See docs/deployment.md.
ARG NODE=node:26-slim

FROM ${NODE} AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run pack

# Exactly the versions of the lock file. Without install scripts, the package `node` brings no second runtime.
FROM ${NODE} AS dependencies
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts

FROM ${NODE}
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    TMPDIR=/data
COPY --from=build /build/dist/packages/crowsnest /app
COPY --from=dependencies /build/node_modules /app/node_modules
# The log, and the keys where the log is elsewhere, are in a folder below this one. Nothing else is written, not even
# temporary files.
RUN install --directory --owner=node --group=node --mode=0700 /data
VOLUME /data
WORKDIR /data
# By number, so that Kubernetes can see that it is not root.
USER 1000:1000
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}${process.env.CROWSNEST_PATH ?? ''}/health/live`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/dist/apps/cli/crowsnest.js"]
CMD ["serve"]
