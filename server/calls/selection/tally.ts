import type { Survey } from '../../surveys/service.ts'
import type { ServiceWithFacts } from '../eligibility-queries.ts'
import { ExpectedSample } from './expected.ts'
import type { Replayed } from './replay.ts'
import type { PreviewShape } from './schema.ts'

type Move = PreviewShape['moves'][number]

const examplesOfMove = 3

/** Counts what two sets of rules make of the same services, and keeps a few examples of each difference. */
export class Tally {
  private readonly sides: { readonly inForce: Side; readonly proposed: Side }
  private readonly moves = new Map<string, Move>()
  private readonly units: ReadonlyMap<string, string>
  private services = 0

  constructor(inForce: Survey, proposed: Survey, units: ReadonlyMap<string, string>) {
    this.sides = { inForce: new Side(inForce), proposed: new Side(proposed) }
    this.units = units
  }

  /** What became of each service, in the order of the services. */
  add(
    services: readonly ServiceWithFacts[],
    replayed: { readonly inForce: readonly Replayed[]; readonly proposed: readonly Replayed[] },
  ): void {
    services.forEach((service, at) => {
      const [from, to] = [replayed.inForce[at], replayed.proposed[at]]
      if (!from || !to) throw new Error(`the service ${service.serviceId} was not replayed`)
      this.services += 1
      this.sides.inForce.add(service, from)
      this.sides.proposed.add(service, to)
      if (from.reason !== to.reason) this.addMove(service, from.reason, to.reason)
    })
  }

  private addMove(service: ServiceWithFacts, from: string | null, to: string | null): void {
    const key = JSON.stringify([from, to])
    const move = this.moves.get(key) ?? { from, to, services: 0, examples: [] }
    this.moves.set(key, move)
    move.services += 1
    if (move.examples.length >= examplesOfMove) return
    const { facts, unitId, categoryName } = service
    move.examples.push({
      closedOn: facts.closedOn?.toString() ?? null,
      unit: unitId === null ? null : (this.units.get(unitId) ?? null),
      category: categoryName ?? facts.categoryCode,
      grade: facts.grade,
      involvement: facts.involvement,
    })
  }

  result(): Omit<PreviewShape, 'from' | 'to'> {
    const { inForce, proposed } = this.sides
    const reasons = new Set([...proposed.excluded.keys(), ...inForce.excluded.keys()])
    return {
      services: this.services,
      inForce: inForce.result(),
      proposed: proposed.result(),
      rules: [...reasons].map(reason => ({
        reason,
        inForce: inForce.excluded.get(reason) ?? null,
        proposed: proposed.excluded.get(reason) ?? null,
        alone: proposed.alone.get(reason) ?? 0,
      })),
      moves: [...this.moves.values()].sort((a, b) => b.services - a.services),
    }
  }
}

class Side {
  /** In the order of the rules, those that keep nobody out too. */
  readonly excluded: Map<string, number>
  readonly alone = new Map<string, number>()
  private readonly sample: ExpectedSample
  private mayBeRung = 0

  constructor({ settings }: Survey) {
    this.excluded = new Map(settings.exclusions.map(({ reason }) => [reason, 0]))
    this.sample = new ExpectedSample(settings.sampling)
  }

  add({ unitId, facts }: ServiceWithFacts, { reason, isAlone }: Replayed): void {
    if (reason === null) {
      this.mayBeRung += 1
      this.sample.add({ unitId, closedOn: facts.closedOn })
      return
    }
    this.excluded.set(reason, (this.excluded.get(reason) ?? 0) + 1)
    if (isAlone) this.alone.set(reason, (this.alone.get(reason) ?? 0) + 1)
  }

  result() {
    return { mayBeRung: this.mayBeRung, expectedSelected: this.sample.selected() }
  }
}
