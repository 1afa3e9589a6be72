import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Controller, Get, Logger, Req, Res, UseGuards, UseInterceptors } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ROUTES } from '#contract';
import type { AdminPrincipal } from '#edge';
import { EventLog } from '#events';
import { cutText } from '#redaction';
import { SessionDirectory } from '#sessions';
import { AdminGuard, CurrentAdmin } from '../../sign-in/index.ts';
import { AuditTrail, queryOf } from '../../trail/index.ts';
import { Asked, type AskedFor } from '../asked.decorator.ts';
import { whenGone } from '../client-gone.ts';
import {
  EXPORT_PARAMETERS,
  FILTER_PARAMETERS,
  PAYLOADS_PARAMETERS,
  RANGE_PARAMETERS,
} from '../parameters.ts';
import { PublishedBefore } from '../published-before.interceptor.ts';
import { eventFilterOf, showsPayloads } from '../query.ts';
import { withRunning } from '../running-now.ts';
import { EXPORT_FORMS } from './export-forms.ts';
import { exportedPages } from './exported-pages.ts';

const PARAMETERS = {
  ...EXPORT_PARAMETERS,
  ...RANGE_PARAMETERS,
  ...FILTER_PARAMETERS,
  ...PAYLOADS_PARAMETERS,
};
/** Milliseconds in which a client may take nothing of an export before it is disconnected. */
const STALLED_MS = 30_000;
/** Maximum length of the query that the audit trail tells, in characters. */
const MAX_QUERY = 500;

/** All events that the parameters choose, as a file: read page by page as the client takes them. */
@Controller()
@UseGuards(AdminGuard)
@UseInterceptors(PublishedBefore)
export class ExportController {
  readonly #logger = new Logger('Export');

  constructor(
    private readonly log: EventLog,
    private readonly directory: SessionDirectory,
    private readonly trail: AuditTrail,
  ) {}

  @Get(ROUTES.historyExport)
  async export(
    @Asked(PARAMETERS) { format, after, before, ...asked }: AskedFor<typeof PARAMETERS>,
    @CurrentAdmin() admin: AdminPrincipal,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const form = EXPORT_FORMS[format];
    const payloads = showsPayloads(asked, admin);
    const pages = exportedPages(this.log, {
      ...(after !== undefined && { after }),
      ...(before !== undefined && { before }),
      filter: withRunning(eventFilterOf(asked, admin), () => this.directory.callsInFlight()),
      showsPayloads: payloads,
      signal: whenGone(response),
    });
    // Read before the headers leave: a log that cannot be read is answered with an error.
    const first = request.method === 'HEAD' ? undefined : await pages.next();
    response.set({
      'Content-Type': form.contentType,
      'Content-Disposition': `attachment; filename="crowsnest-events.${format}"`,
    });
    if (!first) return void response.end();
    const what = { format, query: cutText(queryOf(request), MAX_QUERY), payloads };
    this.trail.record('admin:export', { admin, request }, { outcome: 'done', ...what });
    response.setTimeout(STALLED_MS, () => response.destroy());
    await this.#send(form.written(first, pages), response);
  }

  async #send(text: AsyncIterable<string>, response: Response): Promise<void> {
    try {
      await pipeline(Readable.from(text, { objectMode: false }), response);
    } catch (error) {
      // The connection is closed: a file that ends early must not look whole. Mostly the client has gone.
      if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') this.#logger.error(error);
    }
  }
}
