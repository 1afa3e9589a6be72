import { randomUUID } from 'node:crypto';
import type { Express } from 'express';

/** The members of a layer of Express's router that are read here. A layer without a route is middleware. */
export interface RouteLayer {
  route?: { path: string | string[]; methods: Record<string, boolean | undefined> };
  match(path: string): boolean;
}

/** A path that no route is made for. A layer that matches it is a fallback, or middleware for all paths. */
const NOWHERE = `/${randomUUID()}`;

/**
 * Whether a route of the Express application serves the method at the path. A route that matches every path does not
 * count, because it does not serve this URL in particular. Layers in `leftOut` do not count either.
 */
export function servesRoute(
  express: Express,
  method: string,
  path: string,
  leftOut?: ReadonlySet<RouteLayer>,
): boolean {
  return layersOf(express).some(
    (layer) =>
      layer.route &&
      !leftOut?.has(layer) &&
      takesMethod(layer.route.methods, method) &&
      matches(layer, path) &&
      !layer.match(NOWHERE),
  );
}

/** The routes of an Express application as methods and URLs, with `x` for each parameter. */
export function urlsOf(express: Express): [method: string, path: string][] {
  return layersOf(express).flatMap(({ route }) => {
    if (!route) return [];
    const paths = [route.path].flat().map((path) => path.replace(/:\w+/g, 'x').replace(/\{.*\}/g, 'x'));
    const methods = Object.keys(route.methods).map((method) => method.toUpperCase());
    return paths.flatMap((path) => methods.map((method): [string, string] => [method, path]));
  });
}

/** The layers of an Express application in order. More layers can be appended later. */
export function layersOf(express: Express): readonly RouteLayer[] {
  return express.router.stack as unknown as RouteLayer[];
}

function matches(layer: RouteLayer, path: string): boolean {
  try {
    return layer.match(path);
  } catch {
    // The path matches, but its parameter cannot be decoded: the route answers with 400.
    return true;
  }
}

function takesMethod(methods: Record<string, boolean | undefined>, method: string): boolean {
  const name = method.toLowerCase();
  return Boolean(methods['_all'] ?? methods[name] ?? (name === 'head' && methods['get']));
}
