import { Component, input, output } from '@angular/core';
import type { AdminIdentity } from '#contract';

import { Icon } from '../ui/icon.ts';
import { LookoutMark } from '../ui/lookout-mark.ts';
import { ConnectionBadge } from './connection-badge.ts';
import { LastEvent } from './last-event.ts';
import { ThemeToggle } from './theme-toggle.ts';

/** The header: the state of the connection, the theme, and who is signed in. */
@Component({
  selector: 'app-header',
  imports: [ConnectionBadge, Icon, LastEvent, LookoutMark, ThemeToggle],
  templateUrl: './app-header.html',
  styleUrl: './app-header.css',
})
export class AppHeader {
  readonly admin = input.required<AdminIdentity>();
  readonly signOut = output();
}
