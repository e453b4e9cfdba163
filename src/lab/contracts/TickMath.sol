// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

/// Square roots of 1.0001^tick as Q64.96, by squaring: exact to some parts in 10^18, which is enough for a town.
library TickMath {
    /// 2^96 / sqrt(1.0001) as Q128.
    uint256 private constant STEP = 0xfffcb933bd6fad37aa2d162d1a594001;

    function ratioAt(int24 tick) internal pure returns (uint160) {
        uint256 left = uint256(int256(tick < 0 ? -tick : tick));
        uint256 ratio = 1 << 128;
        uint256 factor = STEP;
        for (; left > 0; left >>= 1) {
            if (left & 1 == 1) ratio = (ratio * factor) >> 128;
            factor = (factor * factor) >> 128;
        }
        if (tick > 0) ratio = type(uint256).max / ratio;
        return uint160(ratio >> 32);
    }

    function tickAt(uint160 sqrtPrice) internal pure returns (int24) {
        (int24 low, int24 high) = (-400000, 400000);
        while (low < high) {
            int24 middle = int24((int256(low) + int256(high) + 400001 * 2) / 2 - 400001 + 1);
            if (middle > high) middle = high;
            if (ratioAt(middle) <= sqrtPrice) low = middle;
            else high = middle - 1;
        }
        return low;
    }
}
