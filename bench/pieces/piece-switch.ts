/** Whether the measured piece is in use, or plain code instead of it. */
export const pieceSwitch = { isOn: true };

/** The command with which a scenario switches the piece. */
export function usePiece(isOn: boolean): void {
  pieceSwitch.isOn = isOn;
}
