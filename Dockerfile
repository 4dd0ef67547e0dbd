# The image of reana-ci, for GitLab jobs and for the REANA step of a production chain. See docs/image.md.
#
# A mirror of the registry:  --build-arg NODE_IMAGE=registry.example.org/library/node:26.10.0-bookworm-slim
# A mirror of Debian, npm:   --build-arg DEBIAN_MIRROR=… --build-arg NPM_CONFIG_REGISTRY=…
# A private authority:       private-ca.crt (PEM) beside this file; it stays in the stages that download.
ARG NODE_IMAGE=docker.io/library/node:26.10.0-bookworm-slim

FROM ${NODE_IMAGE} AS node

# Where packages come from, for the stages that install some.
FROM node AS packages
ARG DEBIAN_MIRROR
COPY package.json private-ca*.crt /tmp/build/
RUN set -eu; \
    cp -a /etc/apt /tmp/build/apt; \
    if [ -n "${DEBIAN_MIRROR:-}" ]; then \
      find /etc/apt -name '*.list' -o -name '*.sources' \
        | xargs sed -i "s|https\?://[^/ ]*/debian\( .*\)\?$|$DEBIAN_MIRROR\1|"; \
    fi; \
    if [ -f /tmp/build/private-ca.crt ]; then \
      echo 'Acquire::https::CAInfo "/tmp/build/private-ca.crt";' > /etc/apt/apt.conf.d/99private-ca; \
    fi; \
    apt-get update --quiet=2

# Node without the names of its inner functions: a fifth less.
FROM packages AS runtime
RUN set -eu; \
    export DEBIAN_FRONTEND=noninteractive; \
    apt-get install --quiet=2 --yes --no-install-recommends binutils; \
    strip --strip-unneeded -o /node /usr/local/bin/node

# Debian as the Node image has it, with the tools that jobs call and without npm, yarn and headers.
FROM packages AS system
COPY image/dpkg.cfg /etc/dpkg/dpkg.cfg.d/reana-ci
RUN set -eu; \
    export DEBIAN_FRONTEND=noninteractive; \
    apt-get install --quiet=2 --yes --no-install-recommends \
      bash ca-certificates curl git libatomic1; \
    rm -rf /etc/apt; \
    mv /tmp/build/apt /etc/apt; \
    # Jobs say "source script", which dash does not know.
    ln -sf bash /bin/sh; \
    # The checkout of a job often belongs to another user than the job.
    git config --system --add safe.directory '*'; \
    mkdir -p /srv /cvmfs /alrb /scratch /home; \
    rm -rf /usr/local/bin/* /usr/local/include /usr/local/lib/* /usr/local/share /usr/local/*.md \
      /usr/local/LICENSE /opt/* /root/.[!.]* /tmp/* /var/cache/* /var/lib/apt/lists/* /var/log/*

# The program and nothing of its tools.
FROM node AS build
ARG NPM_CONFIG_REGISTRY
WORKDIR /build
COPY package.json package-lock.json .npmrc private-ca*.crt ./
RUN if [ -f private-ca.crt ]; then export NODE_EXTRA_CA_CERTS="$PWD/private-ca.crt"; fi; \
    npm ci --ignore-scripts --no-progress
COPY . .
ARG REVISION
RUN set -eu; \
    PATH="$PATH:$PWD/node_modules/.bin" node scripts/build.ts; \
    program=/image/usr/local/lib/reana-ci; \
    mkdir -p "$program" /image/usr/local/bin; \
    cp -r dist/*.js dist/chunks dist/assets dist/THIRD-PARTY.txt LICENSE "$program"; \
    rm "$program/client.js"; \
    echo '{ "type": "module" }' > "$program/package.json"; \
    cp image/bin/* /image/usr/local/bin/; \
    chmod -R a+rX,go-w /image; \
    chmod 755 /image/usr/local/bin/*

# From scratch: three layers, of which only the last one changes with a release.
FROM scratch
COPY --from=system / /
COPY --from=runtime /node /usr/local/bin/node
COPY --from=build /image/ /
ENV PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin
ENV LANG=C.UTF-8
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="reana-ci" \
      org.opencontainers.image.source="https://gitlab.example.org/hep/reana-ci" \
      org.opencontainers.image.description="Turns an analysis into a REANA run and brings its results back" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
CMD ["reana-ci", "--help"]
