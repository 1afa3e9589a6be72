import { DOCUMENT } from '@angular/common';
import { Component, inject } from '@angular/core';
import { ROUTES } from '#contract';

import { CopyButton } from '../ui/copy-button.ts';
import { clientConfiguration } from './client-configuration.ts';

/** Shown until the first agent connects: the configuration for an MCP client. */
@Component({
  selector: 'app-getting-started',
  imports: [CopyButton],
  templateUrl: './getting-started.html',
  styleUrl: './getting-started.css',
})
export class GettingStarted {
  readonly #origin = inject(DOCUMENT).location.origin;

  protected readonly endpoint = this.#origin + ROUTES.mcp;
  protected readonly configuration = clientConfiguration(this.#origin);
}
