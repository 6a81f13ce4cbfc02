package org.neocog.data.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.neocog.UsageException;

class TestViewsTest {
    private static final PictureSize CROP = new PictureSize(2, 3);

    @Test
    void tenCropsAreTheMiddleTheCornersAndTheirMirrorImages() {
        Picture in = Pictures.counting(3, 6, 7);
        TestViews ten = new TestViews(10, List.of());
        int[][] corners = {{2, 2}, {0, 0}, {0, 4}, {4, 0}, {4, 4}};
        assertEquals(10, ten.count());
        for (int i = 0; i < 5; i++) {
            Picture crop = ten.view(in, CROP, i);
            Picture mirrored = ten.view(in, CROP, 5 + i);
            for (int c = 0; c < 3; c++) {
                for (int y = 0; y < 2; y++) {
                    for (int x = 0; x < 3; x++) {
                        float wanted = Pictures.at(in, c, corners[i][0] + y, corners[i][1] + x);
                        assertEquals(wanted, Pictures.at(crop, c, y, x));
                        assertEquals(wanted, Pictures.at(mirrored, c, y, 2 - x));
                    }
                }
            }
        }
    }

    @Test
    void viewsGoScaleByScale() {
        Picture in = Pictures.counting(1, 8, 16);
        TestViews views = new TestViews(5, List.of(4, 6));
        assertEquals(10, views.count());
        Picture large = Resampler.resize(in, new PictureSize(6, 12));
        assertArrayEquals(
                Moves.window(large, 4, 9, CROP).values(), views.view(in, CROP, 9).values());
        Picture small = Resampler.resize(in, new PictureSize(4, 8));
        assertArrayEquals(
                Moves.window(small, 1, 2, CROP).values(), views.view(in, CROP, 0).values());
    }

    @Test
    void whatIsTooSmallIsExplained() {
        PictureSize crop = new PictureSize(8, 8);
        assertEquals(Optional.empty(), new TestViews(10, List.of(8, 9)).problem(new PictureSize(3, 3), crop));
        assertTrue(new TestViews(10, List.of()).problem(new PictureSize(7, 9), crop).orElseThrow().contains("--scales 8"));
        assertTrue(new TestViews(1, List.of(9, 7)).problem(new PictureSize(9, 9), crop).orElseThrow()
                .contains("at --scales 7"));
        assertTrue(new TestViews(1, List.of(8)).problem(new PictureSize(1, 60_000_000), crop).orElseThrow()
                .contains("more than"));
        assertThrows(UsageException.class, () -> new TestViews(2, List.of()));
        assertThrows(UsageException.class, () -> new TestViews(1, List.of(0)));
    }
}
