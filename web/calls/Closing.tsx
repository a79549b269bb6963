import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { RefObject } from 'react'
import { KeyCap } from '../ui/KeyCap.tsx'
import { type CallBack, type Leave, putLeave } from './api.ts'
import { useKeys } from './use-keys.ts'
import styles from './Workstation.module.css'

interface ClosingProps {
  readonly slug: string
  readonly call: CallBack
  readonly heading: RefObject<HTMLHeadingElement | null>
  readonly keysOn: boolean
  readonly onChange: (call: CallBack) => void
  readonly onEnd: () => void
}

const asked = [
  { name: 'mayBeNamed', words: 'May we tell the officers’ supervisor your name?' },
  { name: 'mayBeRungAgain', words: 'May we ring you again about what you told us?' },
] as const

/** After the questions: leave to be named and to be rung again, thanks, and the end. */
export function Closing({ slug, call, heading, keysOn, onChange, onEnd }: ClosingProps) {
  const { interview } = call
  const leave = useMutation({
    mutationFn: (change: Leave) => putLeave(slug, interview.id, change),
    onSuccess: (_, change) => onChange({ ...call, interview: { ...interview, ...change } }),
  })
  const next = asked.find(({ name }) => interview[name] === null)
  const say = (value: boolean) => next && leave.mutate({ [next.name]: value })
  useKeys({ y: () => say(true), n: () => say(false), Enter: onEnd }, keysOn && !leave.isPending)
  return (
    <>
      <p className="region">Before you finish</p>
      <h1 ref={heading} tabIndex={-1} className={styles.ask}>
        {next ? `“${next.words}”` : 'That is everything.'}
      </h1>
      {asked.map(({ name, words }) => (
        <fieldset key={name} className={styles.leave}>
          <legend>{words}</legend>
          {([true, false] as const).map(value => (
            <button
              key={String(value)}
              type="button"
              className={styles.reason}
              aria-pressed={interview[name] === value}
              onClick={() => leave.mutate({ [name]: value })}
            >
              {value ? 'Yes' : 'No'} {next?.name === name && <KeyCap>{value ? 'Y' : 'N'}</KeyCap>}
            </button>
          ))}
        </fieldset>
      ))}
      {leave.error && (
        <p className="notice bad" role="alert">
          Not saved: {leave.error.message} Choose again.
        </p>
      )}
      {call.texts.closing && (
        <section className={styles.words}>
          <h2 className="region">Say at the end</h2>
          <p>{call.texts.closing}</p>
        </section>
      )}
      <Button size="md" className={styles.start} onClick={onEnd}>
        End the call&nbsp; <KeyCap>E</KeyCap>
      </Button>
    </>
  )
}
