import { Button, type ButtonProps, type ElementProps } from '@mantine/core'
import styles from './Toggle.module.css'

interface ToggleProps extends ButtonProps, ElementProps<'button', keyof ButtonProps> {
  readonly isOn: boolean
  /** Takes no press until it is turned; it keeps the focus, which a disabled control would lose. */
  readonly isTurning?: boolean
  readonly onClick: () => void
}

/** Its name is the same on and off, since a reader of the screen adds “pressed”; to the eye it has a tick while on. */
export function Toggle({ isOn, isTurning = false, className, onClick, children, ...button }: ToggleProps) {
  return (
    <Button
      {...button}
      variant="default"
      className={`${styles.toggle} ${className ?? ''}`}
      aria-pressed={isOn}
      aria-disabled={isTurning}
      data-disabled={isTurning || undefined}
      onClick={isTurning ? undefined : onClick}
    >
      {isOn && (
        <span aria-hidden="true" className={styles.tick}>
          ✓
        </span>
      )}
      {children}
    </Button>
  )
}
