import { Problem } from '../../platform/problem.ts'

export const onABreak = () =>
  new Problem('on_a_break', 409, 'You are on a break: go back to work first, and then claim the next call.')
export const callInHand = () =>
  new Problem('call_in_hand', 409, 'You have a call in hand: end it or put it back, and then end your shift.')
