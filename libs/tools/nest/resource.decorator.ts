import { createHandlerDecorator } from './handler-decorator.ts';
import type { ResourceOptions, ResourceTemplateOptions } from '../definitions/resource-options.ts';

/**
 * Serves a method of an injectable class as an MCP resource. The method is called with `{}` and a
 * `ResourceContext`, and returns a text, bytes (`Uint8Array`), a plain object (as JSON), or a full MCP
 * `ReadResourceResult`.
 */
export const Resource = createHandlerDecorator<ResourceOptions>();

/**
 * Serves a method of an injectable class as a family of MCP resources. The method is called with the
 * variables of the URI and a `ResourceContext`, and returns what a `@Resource` method does.
 */
export const ResourceTemplate = createHandlerDecorator<ResourceTemplateOptions>();
