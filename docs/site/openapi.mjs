// Describes the routes of the server in OpenAPI, from the routes that it has registered.
import { GUARDS_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { ApiQuery, ApiSecurity, DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';
import { addContents } from './route-contents.mjs';
import { wireSchemas } from './wire-schemas.mjs';

/** A custom decorator of parameters has keys such as `abc__customRouteArgs__:0`. */
const CUSTOM = '__customRouteArgs__';
const ADMIN = 'admin';
const OBSERVER = 'observer';
/** Routes that look at the credentials themselves, and whose they take. */
const GUARDED = new Map([['POST /ingest', OBSERVER]]);
/** Between instances: no route of a client. */
const INTERNAL = /^\/peers\//;

/** The document of a running server. `meanings` are the descriptions of routes by `METHOD /path`, with `:name`. */
export function openApiDocument(edge, version, meanings) {
  const application = edge.routesApplication;
  for (const { metatype } of controllersOf(application)) describeController(metatype);
  const settings = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Crowsnest')
    .setDescription('Everything that the console shows and does, for programs.')
    .setVersion(version)
    .addSecurity(ADMIN, { type: 'http', scheme: 'bearer', description: 'The token of an admin.' })
    .addSecurity(OBSERVER, { type: 'http', scheme: 'bearer', description: 'A key of INGEST_KEYS.' })
    .build();
  const document = SwaggerModule.createDocument(application, settings);
  const paths = Object.entries(document.paths).filter(([path]) => !INTERNAL.test(path));
  const wire = wireSchemas();
  for (const [path, operations] of paths)
    for (const [method, operation] of Object.entries(operations))
      complete(operation, routeOf(method, path), meanings, wire);
  const components = { ...document.components, schemas: wire.schemas };
  return { ...document, components, paths: Object.fromEntries(paths) };
}

function controllersOf(application) {
  return Array.from(application.container.getModules().values(), ({ controllers }) => [
    ...controllers.values(),
  ]).flat();
}

/** Adds what the metadata of Nest says and @nestjs/swagger does not read: guards, and the parameters of queries. */
function describeController(controller) {
  const isGuarded = Reflect.hasMetadata(GUARDS_METADATA, controller);
  for (const name of Object.getOwnPropertyNames(controller.prototype)) {
    const route = [controller.prototype, name, Object.getOwnPropertyDescriptor(controller.prototype, name)];
    if (typeof route[2]?.value !== 'function' || name === 'constructor') continue;
    if (isGuarded) ApiSecurity(ADMIN)(...route);
    for (const parameter of parametersOf(controller, name)) ApiQuery(parameter)(...route);
  }
}

function parametersOf(controller, name) {
  const args = Object.entries(Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {});
  const shapes = args
    .filter(([key, { data }]) => key.includes(CUSTOM) && isShape(data))
    .map(([, { data }]) => data);
  return shapes.flatMap((shape) => Object.entries(shape).map(([name, schema]) => parameterOf(name, schema)));
}

function isShape(data) {
  return (
    typeof data === 'object' && data !== null && Object.values(data).every((one) => one instanceof z.ZodType)
  );
}

function parameterOf(name, schema) {
  const { $schema: _, description, ...form } = z.toJSONSchema(schema, { io: 'input' });
  return { name, required: false, description, schema: form };
}

function routeOf(method, path) {
  return `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`;
}

function complete(operation, route, meanings, wire) {
  const meaning = meanings.get(route);
  if (meaning === undefined) throw new Error(`${route} has no row in the table of docs/http.md.`);
  operation.description = meaning;
  if (GUARDED.has(route)) operation.security = [{ [GUARDED.get(route)]: [] }];
  for (const parameter of operation.parameters ?? [])
    if (parameter.in === 'query') parameter.required = false;
  addContents(operation, route, wire);
  if (operation.security) operation.responses['401'] = unauthenticated(wire);
}

function unauthenticated({ error }) {
  return {
    description: 'Credentials are missing or wrong.',
    content: { 'application/json': { schema: error } },
  };
}
