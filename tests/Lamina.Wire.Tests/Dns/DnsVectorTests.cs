using Lamina.Wire.Dns;

namespace Lamina.Wire.Tests.Dns;

/// <summary>DNS as servers speak it: the bytes are those of RFC 1035's formats, put together by hand.</summary>
public sealed class DnsVectorTests
{
    private const string Question = "04" + "6c616d61" + "00" + "0001" + "0001";
    private const string Record = "c00c" + "0001" + "0001" + "0000003c" + "0004" + "0a010102";

    [Fact]
    public void A_query_is_these_bytes()
    {
        byte[] bytes = new byte[DnsQuery.MaxLength];
        int length = new DnsQuery(0xBEEF, "lama", DnsRecordType.Aaaa).Write(bytes);
        Assert.Equal("beef" + "0100" + "0001000000000000" + "04" + "6c616d61" + "00" + "001c" + "0001", Convert.ToHexStringLower(bytes.AsSpan(0, length)));
        Assert.Equal(0, new DnsQuery(1, new string('a', 64), DnsRecordType.A).Write(new byte[200]));
        Assert.Equal(DnsQuery.MaxLength, new DnsQuery(1, new string('a', 63), DnsRecordType.A).Write(bytes));
    }

    [Fact]
    public void An_answer_is_read_with_an_alias_and_what_follows_it()
    {
        string alias = "c00c" + "0005" + "0001" + "00000e10" + "0006" + "03" + "667374" + "c00c";
        DnsResponse response = Read("beef" + "8180" + "0001" + "0002" + "0001" + "0000" + Question + alias + Record + Record)!;
        Assert.Equal((0xBEEF, "lama", DnsRecordType.A, 0), (response.Id, response.Label, response.Type, response.Code));
        Assert.Equal([new DnsAddress(0x0A010102, 60)], response.Addresses);
    }

    [Fact]
    public void No_such_name_is_an_answer()
    {
        DnsResponse response = Read("beef" + "8183" + "0001" + "0000" + "0000" + "0000" + Question)!;
        Assert.Equal((DnsResponse.NoSuchName, 0), (response.Code, response.Addresses.Count));
    }

    [Fact]
    public void A_truncated_answer_is_taken_as_far_as_it_goes()
    {
        Assert.Single(Read("beef" + "8380" + "0001" + "0002" + "0000" + "0000" + Question + Record + "c00c0001")!.Addresses);
        Assert.Null(Read("beef" + "8180" + "0001" + "0002" + "0000" + "0000" + Question + Record + "c00c0001"));
    }

    [Theory]
    [InlineData("beef" + "0100" + "0001000000000000" + Question)]
    [InlineData("beef" + "8980" + "0001000000000000" + Question)]
    [InlineData("beef" + "8180" + "0000000000000000" + Question)]
    [InlineData("beef" + "8180" + "0002000000000000" + Question)]
    [InlineData("beef" + "8180" + "0001000000000000" + "c00c" + "0001" + "0001")]
    [InlineData("beef" + "8180" + "0001ffff00000000" + Question)]
    [InlineData("beef" + "8180" + "0001000000000000")]
    [InlineData("be")]
    public void What_is_no_answer_is_not_read(string hex) => Assert.Null(Read(hex));

    private static DnsResponse? Read(string hex) => DnsResponse.TryRead(Convert.FromHexString(hex), out DnsResponse? response) ? response : null;
}
