import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import type { CallsOfRecipient, CallsOfService, Recipient, Verdict } from './api.ts'
import styles from './Recipients.module.css'
import { answerOf, changeWords, reasonTitle, verdictWords } from './words.ts'

interface VerdictCardProps {
  readonly verdict: Verdict
  readonly calls: CallsOfRecipient
  readonly recipient: Recipient
  readonly timeZone: string
}

/** Large: whether they are rung in one survey. Below: every rule in its order, with its answer. */
export function VerdictCard({ verdict, calls, recipient, timeZone }: VerdictCardProps) {
  const services = calls.services.filter(({ survey }) => survey.key === verdict.survey.key)
  const [chosen, setChosen] = useState<string | null>(null)
  const shown = services.find(({ serviceId }) => serviceId === (chosen ?? verdict.serviceId)) ?? services[0]
  const decided = services.find(({ serviceId }) => serviceId === verdict.serviceId)
  const { title, tone, why } = verdictWords(verdict, decided?.rules ?? [], timeZone)
  const change = changeWords(verdict, recipient.suppressions)
  const id = `verdict-${verdict.survey.key}`
  return (
    <section className="card stack" aria-labelledby={id}>
      <p className="region">{verdict.survey.name}</p>
      <div>
        <h2 id={id} className={`${styles.verdict} ${styles[tone]}`}>
          {title}
        </h2>
        <p>
          {why}
          <CodedIn verdict={verdict} recipient={recipient} />
        </p>
        {change && <p className="second">{change}</p>}
        {calls.inHand && (
          <p className={styles.attention}>
            {calls.inHand.isThisPerson
              ? `${calls.inHand.by ?? 'An interviewer'} has the call now.`
              : `${calls.inHand.by ?? 'An interviewer'} rings somebody on the same number now.`}
          </p>
        )}
      </div>
      {shown && <Rules service={shown} services={services} recipient={recipient} onChoose={setChosen} />}
    </section>
  )
}

/** The incidents whose code is what keeps them out. */
function CodedIn({ verdict, recipient }: Pick<VerdictCardProps, 'verdict' | 'recipient'>) {
  const { reason } = verdict
  const coded = recipient.services.filter(({ exclusions }) => reason !== null && exclusions.includes(reason))
  if (coded.length === 0) return null
  return <span className="second"> It is in {coded.map(({ incident }) => incident.reference).join(', ')}.</span>
}

interface RulesProps {
  readonly service: CallsOfService
  readonly services: readonly CallsOfService[]
  readonly recipient: Recipient
  readonly onChoose: (serviceId: string) => void
}

function Rules({ service, services, recipient, onChoose }: RulesProps) {
  const referenceOf = new Map(recipient.services.map(({ id, incident }) => [id, incident]))
  const nameOf = (serviceId: string) => {
    const incident = referenceOf.get(serviceId)
    return incident ? [incident.reference, incident.categoryName].filter(Boolean).join(', ') : 'An older incident'
  }
  return (
    <div>
      <div className={styles.rulesHead}>
        <h3>Every rule, in the order they are asked</h3>
        {services.length > 1 ? (
          <NativeSelect
            size="xs"
            aria-label="For the incident"
            value={service.serviceId}
            onChange={event => onChoose(event.currentTarget.value)}
          >
            {services.map(({ serviceId }) => (
              <option key={serviceId} value={serviceId}>
                {nameOf(serviceId)}
              </option>
            ))}
          </NativeSelect>
        ) : (
          <span className="small second">for {nameOf(service.serviceId)}</span>
        )}
      </div>
      <ol className={styles.rules}>
        {service.rules.map(rule => (
          <li key={rule.reason} data-holds={rule.holds} data-decides={rule.holds && rule.reason === service.reason}>
            <span className={styles.mark} aria-hidden="true">
              {rule.holds ? '✕' : '✓'}
            </span>
            <span>{reasonTitle(rule.reason)}</span>
            <span className={rule.holds ? '' : 'second'}>{answerOf(rule)}</span>
          </li>
        ))}
      </ol>
    </div>
  )
}
