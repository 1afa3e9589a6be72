import { PathLocationStrategy } from '@angular/common';
import { Injectable } from '@angular/core';

/**
 * Keeps the part after `#` from the router. A sign-in link has its token there, which the router would write back into
 * the address after the sign-in has removed it.
 */
@Injectable()
export class PathWithoutHash extends PathLocationStrategy {
  override path(): string {
    return super.path(false);
  }
}
