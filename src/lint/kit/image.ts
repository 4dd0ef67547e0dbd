/** Names of container images: `registry:port/group/name:tag@digest`. */

const part = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const registry = '[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\\d+)?';
const image = new RegExp(
  `^(?:${registry}/)?${part}(?:/${part})*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[a-f0-9]{64})?$`,
);

/** Whether Kubernetes takes `name` for an image, or it is a path as HTCondor and unpacked images have. */
export function isImageName(name: string): boolean {
  if (name.length > 500) return false;
  return image.test(name) || /^\/\S+$/.test(name);
}

/** The tag or digest of an image; `undefined` without any. */
export function imageTag(name: string): string | undefined {
  if (name.startsWith('/')) return name;
  const digest = name.split('@')[1];
  if (digest !== undefined) return digest;
  return /:([^/:]+)$/.exec(name)?.[1];
}
