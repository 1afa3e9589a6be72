import { Reflector } from '@nestjs/core';
import type { AdminRole } from '#contract';

/** The least role that may call the handler, or the controller's handlers. Without it every admin may. */
export const RequireRole = Reflector.createDecorator<AdminRole>();
