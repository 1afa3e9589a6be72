import { Component, inject } from '@angular/core';

import { ServerAddress } from '../api/server-address.ts';
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
  protected readonly endpoint = inject(ServerAddress).endpoint;
  protected readonly configuration = clientConfiguration(this.endpoint);
}
