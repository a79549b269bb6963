import { Link } from '@tanstack/react-router'
import type { Membership } from '../api.ts'
import { EmailAddress } from '../ui/EmailAddress.tsx'
import { formatDateTime, formatDay } from '../ui/format.ts'
import type { Recipient } from './api.ts'
import { RecipientLink } from './RecipientLink.tsx'
import styles from './Recipients.module.css'
import { needWords } from './words.ts'

interface FactsProps {
  readonly recipient: Recipient
  readonly force: Membership
}

export function Facts({ recipient, force }: FactsProps) {
  const { bornOn, email, language, needs, knownSince, services, maybeTheSame } = recipient
  const markers = [...new Set(services.flatMap(service => service.markers))]
  return (
    <section className="card stack" aria-labelledby="known">
      <h2 id="known">Known of them</h2>
      <dl className={styles.facts}>
        <dt>Born</dt>
        <dd>{bornOn ? formatDay(bornOn) : 'Not known'}</dd>
        <dt>Language</dt>
        <dd>{language ?? 'None said'}</dd>
        <dt>To ring them</dt>
        <dd>{needs.length === 0 ? 'Nothing special is needed' : needs.map(needWords).join('; ')}</dd>
        <dt>Markers</dt>
        <dd>{markers.length === 0 ? 'None' : markers.join(', ')}</dd>
        <dt>E-mail</dt>
        <dd>{email ? <EmailAddress>{email}</EmailAddress> : 'None'}</dd>
        <dt>Known since</dt>
        <dd>
          {formatDateTime(knownSince, force.timeZone)}
          <CameFrom import={recipient.import} force={force} />
        </dd>
        {maybeTheSame.length > 0 && (
          <>
            <dt>Maybe stored twice</dt>
            <dd>
              <ul>
                {maybeTheSame.map(({ id, because }) => (
                  <li key={id}>
                    <RecipientLink id={id}>Somebody of the same name</RecipientLink>
                    {because === 'birth_date' ? ', born on the same day' : ', with a number in common'}
                  </li>
                ))}
              </ul>
            </dd>
          </>
        )}
      </dl>
    </section>
  )
}

interface CameFromProps {
  readonly import: Recipient['import']
  readonly force: Membership
}

function CameFrom({ import: cameBy, force }: CameFromProps) {
  if (!cameBy) return null
  if (!force.roles.includes('administrator')) return <>, from {cameBy.fileName}</>
  return (
    <>
      , from{' '}
      <Link to="/f/$force/imports/$id" params={{ force: force.slug, id: cameBy.id }}>
        {cameBy.fileName}
      </Link>
    </>
  )
}
