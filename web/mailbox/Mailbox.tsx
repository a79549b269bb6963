import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { Membership } from '../api.ts'
import { MoreRows } from '../ui/DataTable.tsx'
import { EmailAddress } from '../ui/EmailAddress.tsx'
import { formatDateTime, formatMoment } from '../ui/format.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { EmptyState, ErrorState, Loading } from '../ui/States.tsx'
import { type Message, type MessageLine, messageQuery, messagesQuery } from './api.ts'
import styles from './Mailbox.module.css'

const route = getRouteApi('/f/$force/mailbox')
const forceRoute = getRouteApi('/f/$force')

export function Mailbox() {
  const { force } = forceRoute.useRouteContext()
  const { message } = route.useSearch()
  if (!force) return null
  return (
    <div className="page">
      <PageHeader
        title="Mailbox"
        about="Every e-mail Ringback has written. Without a mail server they are kept here."
      />
      <div className={styles.columns} data-open={message !== undefined}>
        <MessageList force={force} open={message} />
        {message ? (
          <MessageView force={force} id={message} />
        ) : (
          <p className={`second ${styles.none}`}>Choose a message to read it.</p>
        )}
      </div>
    </div>
  )
}

function MessageList({ force, open }: { readonly force: Membership; readonly open: string | undefined }) {
  const query = useInfiniteQuery(messagesQuery(force.slug))
  if (query.isPending) return <Loading what="messages" />
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  const messages = query.data.pages.flatMap(page => page.messages)
  if (messages.length === 0)
    return (
      <EmptyState title="No e-mail yet">
        <p>The first is written when an interview with a 1 or a 5 ends.</p>
      </EmptyState>
    )
  return (
    <nav className={styles.list} aria-label="Messages">
      <ul>
        {messages.map(message => (
          <MessageRow key={message.id} message={message} force={force} isOpen={message.id === open} />
        ))}
      </ul>
      <MoreRows shown={messages.length} more={query} />
    </nav>
  )
}

const statusWords: Readonly<Record<string, string>> = {
  queued: 'Waiting to be sent',
  accepted: 'Accepted by the mail server',
  refused: 'Refused by the mail server',
  kept: 'Kept here',
}

interface MessageRowProps {
  readonly message: MessageLine
  readonly force: Membership
  readonly isOpen: boolean
}

function MessageRow({ message, force, isOpen }: MessageRowProps) {
  return (
    <li>
      <Link
        from="/f/$force/mailbox"
        to="."
        search={{ message: message.id }}
        className={styles.row}
        aria-current={isOpen ? 'true' : undefined}
      >
        <span className={styles.head}>
          <strong>
            <EmailAddress>{message.to}</EmailAddress>
          </strong>
          <span className="small second">{formatMoment(message.createdAt, force.timeZone)}</span>
        </span>
        <span>{message.subject}</span>
        <span className={`small ${message.status === 'refused' ? styles.refused : 'second'}`}>
          {statusWords[message.status] ?? message.status}
          {message.lastReply && `: ${message.lastReply}`}
        </span>
      </Link>
    </li>
  )
}

function MessageView({ force, id }: { readonly force: Membership; readonly id: string }) {
  const query = useQuery(messageQuery(force.slug, id))
  return (
    <section className={`card stack ${styles.message}`} aria-label="Message">
      <Link from="/f/$force/mailbox" to="." search={{}} className={styles.back}>
        ← All messages
      </Link>
      {query.isPending && <Loading what="the message" />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <MessageDetails message={query.data} timeZone={force.timeZone} />}
    </section>
  )
}

function MessageDetails({ message, timeZone }: { readonly message: Message; readonly timeZone: string }) {
  return (
    <>
      <h2 className={styles.subject}>{message.subject}</h2>
      <dl className={styles.facts}>
        <dt>To</dt>
        <dd>
          <EmailAddress>{message.to}</EmailAddress>
        </dd>
        <dt>Written</dt>
        <dd>{formatDateTime(message.createdAt, timeZone)}</dd>
        <dt>State</dt>
        <dd>
          {statusWords[message.status] ?? message.status}
          {message.lastReply && `: ${message.lastReply}`}
        </dd>
        <dt>Message-ID</dt>
        <dd>{message.messageId}</dd>
      </dl>
      {/* Nothing in the message can run or reach this page; its links open a window of their own. */}
      <iframe
        className={styles.html}
        title={`The message “${message.subject}”`}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        srcDoc={`<base target="_blank">${message.html}`}
      />
      <details>
        <summary>As plain text</summary>
        <pre className={styles.text}>{message.text}</pre>
      </details>
    </>
  )
}
