import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { RefObject } from 'react'
import { type CallBack, type Leave, putLeave } from './api.ts'
import { KeyFor } from './keys/KeyFor.tsx'
import type { PressAct } from './keys/press-gate.ts'
import { useKeys } from './keys/use-keys.ts'
import styles from './Workstation.module.css'

interface ClosingProps {
  readonly slug: string
  readonly call: CallBack
  readonly heading: RefObject<HTMLHeadingElement | null>
  readonly keysOn: boolean
  readonly admitted: (act: PressAct) => PressAct
  readonly onChange: (call: CallBack) => void
  readonly onEnd: () => void
}

const asked = [
  { name: 'mayBeNamed', words: 'May we tell the officers’ supervisor your name?' },
  { name: 'mayBeRungAgain', words: 'May we ring you again about what you told us?' },
] as const

/** After the questions: leave to be named and to be rung again, thanks, and the end. */
export function Closing({ slug, call, heading, keysOn, admitted, onChange, onEnd }: ClosingProps) {
  const { interview } = call
  const leave = useMutation({
    mutationFn: (change: Leave) => putLeave(slug, interview.id, change),
    onSuccess: (_, change) => onChange({ ...call, interview: { ...interview, ...change } }),
  })
  const next = asked.find(({ name }) => interview[name] === null)
  const say = (value: boolean) => next && leave.mutate({ [next.name]: value })
  useKeys(
    { yes: admitted(() => say(true)), no: admitted(() => say(false)), on: admitted(onEnd) },
    keysOn && !leave.isPending,
  )
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
              {value ? 'Yes' : 'No'} {next?.name === name && <KeyFor action={value ? 'yes' : 'no'} />}
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
        End the call&nbsp; <KeyFor action="end" />
      </Button>
    </>
  )
}
