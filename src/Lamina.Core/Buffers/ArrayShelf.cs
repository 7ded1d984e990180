using System.Numerics;

namespace Lamina.Core;

/// <summary>
/// Arrays that the rings of a domain's machines use while they hold something, so that what holds nothing costs nothing: most flows
/// are quiet most of the time. Lengths are powers of two from <see cref="LeastLength"/> on. No lock: a domain has one owner.
/// </summary>
/// <typeparam name="T">What they hold. Whoever gives one back has set every element to its default.</typeparam>
public sealed class ArrayShelf<T>
{
    /// <summary>Length of the shortest.</summary>
    public const int LeastLength = 16;

    private const int Sizes = 9;
    private const int KeptOfEach = 32;

    private readonly Stack<T[]>[] _kept = new Stack<T[]>[Sizes];

    /// <summary>An array of at least a length; every element is the default.</summary>
    public T[] Take(int length)
    {
        int rounded = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(length, LeastLength));
        return SizeOf(rounded) is var size and < Sizes && _kept[size] is { } stack && stack.TryPop(out T[]? array) ? array : new T[rounded];
    }

    /// <summary>Gives one back. What is longer, or one too many, is left to the collector.</summary>
    public void Give(T[] array)
    {
        if (array.Length < LeastLength || SizeOf(array.Length) is not (var size and < Sizes))
        {
            return;
        }

        Stack<T[]> stack = _kept[size] ??= new Stack<T[]>(KeptOfEach);
        if (stack.Count < KeptOfEach)
        {
            stack.Push(array);
        }
    }

    private static int SizeOf(int length) => BitOperations.Log2((uint)length / LeastLength);
}
