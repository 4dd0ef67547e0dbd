/** Permissions of a job's token, from the table "Job token access" of GitLab's documentation. */

const allowed: readonly RegExp[] = [
  /^GET \/job$/,
  /^GET \/projects\/\d+\/repository\/(?:branches|tags|commits\/[^/]+(?:\/merge_requests)?|changelog)$/,
  /^GET \/projects\/\d+\/merge_requests(?:\/\d+)?$/,
  /^GET \/projects\/\d+\/merge_requests\/\d+\/notes(?:\/\d+)?$/,
  /^GET \/projects\/\d+\/jobs\/artifacts\//,
  /^GET \/projects\/\d+\/jobs\/\d+\/artifacts/,
  /^[A-Z]+ \/projects\/\d+\/(?:deployments|environments|packages|releases)(?:\/|$)/,
  /^PUT \/projects\/\d+\/pipelines\/\d+\/metadata$/,
  /^POST \/projects\/\d+\/trigger\/pipeline$/,
];

/** @param line `METHOD /path` without `/api/v4` */
export function mayJobToken(line: string): boolean {
  return allowed.some((pattern) => pattern.test(line));
}
