import type { Sampling } from '../../surveys/schema.ts'
import { stratumOf } from '../sampling.ts'

/** Of the services that may be rung, how many a sample would select: the sum of their chances. */
export class ExpectedSample {
  private readonly sampling: Sampling
  private readonly ofStrata = new Map<string, number>()
  private services = 0

  constructor(sampling: Sampling) {
    this.sampling = sampling
  }

  add(service: Parameters<typeof stratumOf>[0]): void {
    this.services += 1
    if (this.sampling.kind !== 'per_unit_week') return
    const stratum = stratumOf(service)
    this.ofStrata.set(stratum, (this.ofStrata.get(stratum) ?? 0) + 1)
  }

  selected(): number {
    const { sampling } = this
    switch (sampling.kind) {
      case 'everyone':
        return this.services
      case 'every_nth':
        return this.services / sampling.n
      case 'random_share':
        return (this.services * sampling.percent) / 100
      case 'per_unit_week':
        return [...this.ofStrata.values()].reduce((sum, waiting) => sum + Math.min(waiting, sampling.number), 0)
    }
  }
}
