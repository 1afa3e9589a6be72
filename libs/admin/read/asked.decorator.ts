import { createParamDecorator } from '@nestjs/common';
import type { Request } from 'express';
import type { z } from 'zod';
import { readQuery } from './query.ts';

/** The values of a query that was validated against these parameters. */
export type AskedFor<Shape extends z.ZodRawShape> = z.infer<z.ZodObject<Shape, z.core.$strict>>;

/**
 * The query of the request, validated against the parameters of the route: see {@link readQuery}. The parameters are in
 * the metadata of the route, where documents about the routes find them.
 */
export const Asked = createParamDecorator((parameters: z.ZodRawShape, context) =>
  readQuery(parameters, context.switchToHttp().getRequest<Request>().query),
);
