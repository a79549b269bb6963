import type { UseQueryResult } from '@tanstack/react-query'
import type { Membership } from '../api.ts'
import { ErrorState, Loading } from '../ui/States.tsx'
import type { CallsOfRecipient, Recipient } from './api.ts'
import { Facts } from './Facts.tsx'
import { Numbers } from './Numbers.tsx'
import styles from './Recipients.module.css'
import { Suppressions } from './Suppressions.tsx'
import { VerdictCard } from './VerdictCard.tsx'

interface OverviewProps {
  readonly recipient: Recipient
  readonly calls: UseQueryResult<CallsOfRecipient>
  readonly force: Membership
}

/** Whether the person is rung, and what decides it: the rules, their numbers, and what was said of ringing them. */
export function Overview({ recipient, calls, force }: OverviewProps) {
  return (
    <div className={styles.two}>
      <div className="stack">
        {calls.isPending && <Loading what="whether they are rung" />}
        {calls.isError && <ErrorState error={calls.error} onRetry={() => void calls.refetch()} />}
        {calls.data?.verdicts.map(verdict => (
          <VerdictCard
            key={verdict.survey.key}
            verdict={verdict}
            calls={calls.data}
            recipient={recipient}
            timeZone={force.timeZone}
          />
        ))}
      </div>
      <div className="stack">
        <Numbers recipient={recipient} force={force} />
        <Suppressions recipient={recipient} force={force} />
        <Facts recipient={recipient} force={force} />
      </div>
    </div>
  )
}
