import { PathLocationStrategy } from '@angular/common';
import { Injectable } from '@angular/core';

/**
 * Hides the part after `#` from the router. In a sign-in link it is the token, which the router would write back into
 * the address after the sign-in has removed it.
 */
@Injectable()
export class PathWithoutHash extends PathLocationStrategy {
  override path(): string {
    return super.path(false);
  }
}
