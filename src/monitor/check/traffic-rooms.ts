/** Bounds the recorded traffic that all checks under way hold in memory together. */
import { trafficCaps } from '../../core/domain/traffic.ts';
import type { TrafficRoom } from '../../core/ports.ts';
import type { Observed } from './look/observed.ts';

/** Of one check; its traffic counts until it is closed. */
export interface OpenRoom extends TrafficRoom {
  readonly close: () => void;
}

export interface TrafficRooms {
  readonly open: () => OpenRoom;
}

/** @param bytes of all rooms together */
export function createTrafficRooms(bytes: number = trafficCaps.bytesTogether): TrafficRooms {
  let left = bytes;
  return {
    open: () => {
      let taken = 0;
      let isClosed = false;
      return {
        take: (size) => {
          // A look that was given up may go on for a moment.
          if (isClosed || size > left) return false;
          left -= size;
          taken += size;
          return true;
        },
        close: () => {
          isClosed = true;
          left += taken;
          taken = 0;
        },
      };
    },
  };
}

/** The same look without what nothing is kept of. */
export function withoutTraffic(observed: Observed): Observed {
  return { ...observed, captures: observed.captures.map(({ traffic: _, ...rest }) => rest), unread: [] };
}
