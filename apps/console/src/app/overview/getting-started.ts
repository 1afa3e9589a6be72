import { Component, computed, inject, signal } from '@angular/core';

import { ServerAddress } from '../api/server-address.ts';
import { CopyButton } from '../ui/copy-button.ts';
import { clientSetups } from './client-configuration.ts';

/** Shown until the first agent connects: what to tell the usual MCP clients. */
@Component({
  selector: 'app-getting-started',
  imports: [CopyButton],
  templateUrl: './getting-started.html',
  styleUrl: './getting-started.css',
})
export class GettingStarted {
  protected readonly endpoint = inject(ServerAddress).endpoint;
  protected readonly needsKey = signal(false);
  protected readonly chosen = signal(0);
  protected readonly setups = computed(() => clientSetups(this.endpoint, this.needsKey()));
  protected readonly setup = computed(() => this.setups()[this.chosen()]);
}
