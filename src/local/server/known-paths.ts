/** The paths that the server has, for requests that no route takes: another method, a slash too many or too few. */
import type { FastifyInstance } from 'fastify';

export interface KnownPaths {
  /** The methods that a path answers to; none when there is no such path. */
  methodsOf(path: string): string[];
  /** The path with the slashes that a route wants, when that makes `path` known to `method`. */
  redirection(method: string, path: string): string | undefined;
}

/** Collects the routes that are added from now on. */
export function collectPaths(app: FastifyInstance): KnownPaths {
  const routes: { readonly method: string; readonly pattern: RegExp }[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    const pattern = patternOf(url);
    for (const each of [method].flat()) routes.push({ method: each, pattern });
  });
  function methodsOf(path: string): string[] {
    const matching = routes.filter(({ pattern }) => pattern.test(path));
    return [...new Set(matching.map(({ method }) => method))];
  }
  return {
    methodsOf,
    redirection(method, path) {
      const merged = path.replace(/\/{2,}/g, '/');
      return [merged, `${merged}/`].find(
        (other) => other !== path && methodsOf(other).includes(method),
      );
    },
  };
}

function patternOf(url: string): RegExp {
  const source = url
    .split('/')
    .map((part) => {
      if (part.startsWith(':')) return '[^/]+';
      return part === '*' ? '[^/].*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('/');
  return new RegExp(`^${source}$`, 's');
}
