import { Controller, Get, Param, Query, UseGuards } from '@nestjs/common';
import { z } from 'zod';
import { ROUTES, type OfferedTool, type OfferedTools, type ToolDefinitions } from '#contract';
import { EdgeError, type AdminPrincipal } from '#edge';
import { EventLog } from '#events';
import { DefinitionsProjection, listOffer, Offers, OfferSilent, toolPlaceOf, WithheldTools } from '#tools';
import { AdminGuard, CurrentAdmin } from '../sign-in/index.ts';
import { Asked, type AskedFor } from './asked.decorator.ts';
import { toolNotFound } from './bad-request.ts';
import { readQuery } from './query.ts';

const PARAMETERS = {
  upstream: z
    .string()
    .min(1, 'takes the name of an upstream')
    .optional()
    .describe(
      'The name of the upstream whose tool it is, by its own name. Default: the tool that is listed by that name.',
    ),
};

/** The tools that agents are offered, with the sizes of their definitions, and the definitions that they had. */
@Controller()
@UseGuards(AdminGuard)
export class ToolsController {
  constructor(
    private readonly offers: Offers,
    private readonly log: EventLog,
    private readonly definitions: DefinitionsProjection,
    private readonly withheld: WithheldTools,
  ) {}

  @Get(ROUTES.tools)
  async list(@Query() query: unknown, @CurrentAdmin() { tenantId }: AdminPrincipal): Promise<OfferedTools> {
    readQuery({}, query);
    const { last: asOf } = this.log;
    try {
      const { tools, complete } = await listOffer(this.offers.main, tenantId ?? '');
      return { asOf, complete, tools: tools.map((tool) => this.#withChange(tool)) };
    } catch (error) {
      if (error instanceof OfferSilent) throw new EdgeError(503, error.code, error.message);
      throw error;
    }
  }

  @Get(`${ROUTES.tools}/:name/definitions`)
  definitionsOf(
    @Param('name') name: string,
    @Asked(PARAMETERS) { upstream: of }: AskedFor<typeof PARAMETERS>,
  ): ToolDefinitions {
    const place = toolPlaceOf(this.offers.main, name, of);
    const known = this.definitions.known.find(place.tool, place.upstream);
    if (!known) throw toolNotFound(name);
    const { tool, upstream, offered, versions } = known;
    return {
      asOf: this.definitions.asOf,
      tool,
      ...(upstream !== '' && { upstream }),
      offered,
      withheld: this.withheld.has(tool, upstream),
      versions,
    };
  }

  #withChange(tool: OfferedTool): OfferedTool {
    const { tool: name, upstream } = toolPlaceOf(this.offers.main, tool.name);
    const [newest, before] = this.definitions.known.find(name, upstream)?.versions ?? [];
    return {
      ...tool,
      ...(newest && before && { changedAt: newest.since }),
      ...(this.withheld.has(name, upstream) && { withheld: true }),
    };
  }
}
