import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { faultOfCode, verifyCode } from './api.ts'

interface SecondStepProps {
  readonly onEntered: () => Promise<void>
  readonly onLeave: () => void
}

/** After the password: the code that the person's app shows now, or one of those kept for a lost device. */
export function SecondStep({ onEntered, onLeave }: SecondStepProps) {
  const [kind, setKind] = useState<'totp' | 'backup-code'>('totp')
  const [code, setCode] = useState('')
  const verifying = useMutation({ mutationFn: () => verifyCode(kind, code), onSuccess: onEntered })
  const isApp = kind === 'totp'
  const turn = () => {
    verifying.reset()
    setCode('')
    setKind(isApp ? 'backup-code' : 'totp')
  }
  return (
    <form
      className="stack"
      onSubmit={event => {
        event.preventDefault()
        verifying.mutate()
      }}
    >
      {verifying.error && (
        <p className="notice bad" role="alert">
          {faultOfCode(verifying.error, kind)}
        </p>
      )}
      <TextInput
        key={kind}
        label={isApp ? 'Code from your authenticator app' : 'One of your back-up codes'}
        description={isApp ? 'Six digits, new every half minute.' : 'Each is good once.'}
        inputMode={isApp ? 'numeric' : 'text'}
        autoComplete="one-time-code"
        autoFocus
        required
        withAsterisk={false}
        value={code}
        onChange={event => setCode(event.currentTarget.value)}
      />
      <Button type="submit" loading={verifying.isPending}>
        Go on
      </Button>
      <Button variant="default" onClick={turn}>
        {isApp ? 'My device is lost: use a back-up code' : 'Use the app'}
      </Button>
      <Button variant="default" onClick={onLeave}>
        Sign in as somebody else
      </Button>
    </form>
  )
}
