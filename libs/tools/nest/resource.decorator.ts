import { createHandlerDecorator } from './handler-decorator.ts';
import type { ResourceOptions, ResourceTemplateOptions } from '../definitions/resource-options.ts';

/**
 * Serves a method of a provider or controller as an MCP resource. The method receives `{}` and a `ResourceContext`. It
 * returns a string, bytes (`Uint8Array`), a plain object (sent as JSON), or a full MCP `ReadResourceResult`.
 */
export const Resource = createHandlerDecorator<ResourceOptions>('Resource');

/**
 * Serves a method of a provider or controller as an MCP resource template. The method receives the variables of the URI
 * and a `ResourceContext`. It may return the same as a `@Resource` method.
 */
export const ResourceTemplate = createHandlerDecorator<ResourceTemplateOptions>('ResourceTemplate');
