/** Bounds the recorded traffic that all running checks together hold in memory. */
import { trafficCaps } from '../../core/domain/traffic.ts';
import type { TrafficRoom } from '../../core/ports.ts';
import type { Observed } from './look/observed.ts';

/** The room of one check; its traffic counts until it is closed. */
export interface OpenRoom extends TrafficRoom {
  readonly close: () => void;
}

export interface TrafficRooms {
  readonly open: () => OpenRoom;
}

/** @param bytes limit for all rooms together */
export function createTrafficRooms(bytes: number = trafficCaps.bytesTogether): TrafficRooms {
  let left = bytes;
  return {
    open: () => {
      let taken = 0;
      let isClosed = false;
      return {
        take: (size) => {
          // An aborted look may continue for a moment.
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

/** The same look without the traffic that is not kept. */
export function withoutTraffic(observed: Observed): Observed {
  return { ...observed, captures: observed.captures.map(({ traffic: _, ...rest }) => rest), unread: [] };
}
