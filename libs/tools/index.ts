export type { ProgressUpdate, ToolContext } from './tool-context.ts';
export { Tool } from './tool.decorator.ts';
export type { ToolOptions } from './tool-options.ts';
