using Lamina.Node.Driving;

namespace Lamina.Node.Tests.Driving;

public sealed class LookHabitTests
{
    [Fact]
    public void Look_outs_in_vain_become_rare_but_never_end()
    {
        var habit = new LookHabit();
        int looks = 0;
        for (int wait = 0; wait < 10_000; wait++)
        {
            if (habit.Begin())
            {
                looks++;
                habit.End(hasFound: false);
            }
        }

        Assert.InRange(looks, 10_000 / 65, 170);
    }

    [Fact]
    public void One_that_pays_makes_the_next_wait_look_again()
    {
        var habit = new LookHabit();
        for (int i = 0; i < 6; i++)
        {
            SkipTo(habit);
            habit.End(hasFound: false);
        }

        SkipTo(habit);
        habit.End(hasFound: true);
        Assert.True(habit.Begin());
        habit.End(hasFound: false);
        Assert.False(habit.Begin());
        Assert.False(habit.Begin());
        Assert.True(habit.Begin());
    }

    private static void SkipTo(LookHabit habit)
    {
        while (!habit.Begin())
        {
        }
    }
}
