namespace Lamina.Core.Tests.Buffers;

public class ArrayShelfTests
{
    [Fact]
    public void What_is_given_back_is_taken_again()
    {
        var shelf = new ArrayShelf<int>();
        int[] first = shelf.Take(100);
        shelf.Give(first);

        Assert.Equal(128, first.Length);
        Assert.Same(first, shelf.Take(65));
        Assert.NotSame(first, shelf.Take(65));
    }

    [Theory]
    [InlineData(0, 16)]
    [InlineData(16, 16)]
    [InlineData(17, 32)]
    [InlineData(100_000, 131_072)]
    public void Lengths_are_powers_of_two(int asked, int length) => Assert.Equal(length, new ArrayShelf<byte>().Take(asked).Length);

    [Fact]
    public void It_keeps_a_bounded_number_and_none_that_is_long()
    {
        var shelf = new ArrayShelf<int>();
        int[][] taken = [.. Enumerable.Range(0, 1000).Select(_ => shelf.Take(16))];
        foreach (int[] array in taken)
        {
            shelf.Give(array);
        }

        shelf.Give(new int[1 << 20]);
        shelf.Give([]);
        var known = taken.ToHashSet();
        int again = 0;
        while (known.Contains(shelf.Take(16)))
        {
            again++;
        }

        Assert.InRange(again, 1, 100);
        Assert.NotNull(shelf.Take(1 << 20));
    }
}
