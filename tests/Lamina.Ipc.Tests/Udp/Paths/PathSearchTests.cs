using Lamina.Ipc.Udp.Paths;

namespace Lamina.Ipc.Tests.Udp.Paths;

public sealed class PathSearchTests
{
    [Fact]
    public void Every_path_is_found_to_carry_its_highest_rung_in_few_questions()
    {
        for (int carries = 1190; carries < 1600; carries++)
        {
            var search = new PathSearch();
            int questions = Run(search, carries);
            int expected = PathSizes.Ladder.ToArray().LastOrDefault(rung => rung <= carries);
            Assert.Equal((carries, expected, expected == 0), (carries, search.Confirmed, search.IsSilent));
            Assert.InRange(questions, 1, 5);
        }
    }

    [Fact]
    public void What_nearly_every_path_carries_is_asked_first()
    {
        Assert.Equal(1452, new PathSearch().Next);
    }

    [Theory]
    [InlineData(1200)]
    [InlineData(1412)]
    [InlineData(1452)]
    public void A_search_for_more_begins_at_what_is_known(int sure)
    {
        var search = new PathSearch(sure);
        Run(search, sure);
        Assert.Equal((sure, false), (search.Confirmed, search.IsSilent));
    }

    [Fact]
    public void An_answer_that_comes_after_silence_was_a_no_counts()
    {
        var search = new PathSearch();
        search.Refuse(1452);
        search.Confirm(1200);
        search.Confirm(1452);
        Assert.True(search.IsOver);
        Assert.Equal(1452, search.Confirmed);
    }

    private static int Run(PathSearch search, int carries)
    {
        int questions = 0;
        while (!search.IsOver)
        {
            questions++;
            int size = search.Next;
            if (size <= carries)
            {
                search.Confirm(size);
            }
            else
            {
                search.Refuse(size);
            }
        }

        return questions;
    }
}
